// The worker of a training, in browsers.

import { serve } from './learn_work.js';

serve(self);
