export { createIntake, keepDeadLetter } from './intake.ts'
export { jobs } from './jobs.ts'
