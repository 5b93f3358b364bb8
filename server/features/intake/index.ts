export { createIntake, keepDeadLetter } from './intake.ts'
export { jobs } from './jobs.ts'
export { reactions } from './look-at-people.ts'
