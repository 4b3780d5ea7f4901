// Where things lie in this repository.

import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

export const kWeb = dirname(dirname(fileURLToPath(import.meta.url)));
export const kRoot = dirname(kWeb);

// Below the root.
export const kDigits = 'assets/digits'; // the first 1,000 test digits of MNIST
export const kClassifier = 'assets/classifier/digit-classifier.safetensors'; // reads digits
export const kDetector = 'assets/classifier/digit-detector.safetensors'; // tells digits from other pictures
