export { namesSecret, redacted, restored, secretsIn, withoutSecrets } from './secrets.ts';
