export { BackgroundJobsManager } from './BackgroundJobsManager.tsx';
