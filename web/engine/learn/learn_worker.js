// The worker of a training, in browsers.

import { serve } from './work.js';

serve(self);
