export { createIntake, keepDeadLetter, type Intake } from './intake.ts'
export { jobs } from './jobs.ts'
