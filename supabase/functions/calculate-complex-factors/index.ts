import { serveFunction } from '../_shared/serve.ts';

export default { fetch: serveFunction('calculate-complex-factors') };
