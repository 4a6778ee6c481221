export { BackgroundJobsManager, type JobsView } from './BackgroundJobsManager.tsx';
