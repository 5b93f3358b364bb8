export { jobs, silenceCrontab } from './jobs.ts'
