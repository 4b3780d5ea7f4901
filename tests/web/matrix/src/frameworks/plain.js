// No framework: listeners at the root, where frameworks have theirs; the element is defined after its properties are set.
import { given, hand, heard } from './contract.js';

const root = document.getElementById('root');
for (const [type, listener] of Object.entries(heard)) root.addEventListener(type, listener);
const element = Object.assign(document.createElement('latent-walk'), given);
root.append(element);
hand({ setView: (view) => (element.view = view), setHash: (hash) => (element.hash = hash) });
import('latentwalk/element');
