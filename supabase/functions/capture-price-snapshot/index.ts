import { serveFunction } from '../_shared/serve.ts';

export default { fetch: serveFunction('capture-price-snapshot') };
