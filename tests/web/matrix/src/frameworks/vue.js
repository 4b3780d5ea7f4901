import { createApp, h, reactive } from 'vue';
import 'latentwalk/element';

import { given, hand, heard } from './contract.js';

const values = reactive({ ...given });
hand({ setView: (view) => Object.assign(values, { view }), setHash: (hash) => Object.assign(values, { hash }) });
const events = { onReady: heard.ready, onChange: heard.change, onError: heard.error };
createApp({ render: () => h('latent-walk', { ...values, ...events }) }).mount('#root');
