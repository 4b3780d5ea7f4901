import '@angular/compiler';
import { Component, CUSTOM_ELEMENTS_SCHEMA, provideZonelessChangeDetection, signal } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import 'latentwalk/element';

import { given, hand, heard } from './contract.js';

const App = Component({
  selector: 'app-root',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `<latent-walk [src]="given.src" [view]="view()" [stations]="given.stations" [loop]="given.loop" [t]="given.t"
    [hash]="hash()" (ready)="heard.ready($event)" (change)="heard.change($event)" (error)="heard.error($event)"></latent-walk>`,
})(
  class {
    given = given;
    heard = heard;
    view = signal(given.view);
    hash = signal(undefined);
    constructor() {
      hand({ setView: (view) => this.view.set(view), setHash: (hash) => this.hash.set(hash) });
    }
  },
);
document.getElementById('root').append(document.createElement('app-root'));
bootstrapApplication(App, { providers: [provideZonelessChangeDetection()] });
