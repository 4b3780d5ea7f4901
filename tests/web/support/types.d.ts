// What the tests keep in the pages that they look at, and with them.

import 'playwright-core';

declare module 'playwright-core' {
  interface Page {
    /** errors of every kind: openPage() collects them */
    complaints: string[];
  }
}

declare global {
  interface Window {
    /** axe-core, once its source was evaluated */
    axe: { run(context?: Element): Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }> };
    /** what a test notes while the page works */
    noted: any;
  }
}
