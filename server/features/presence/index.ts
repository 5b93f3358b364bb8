export { findPresences } from './find-presences.ts'
export { freePresences } from './free-presences.ts'
export { lookAt, type Window } from './look-at.ts'
export { routes } from './routes.ts'
