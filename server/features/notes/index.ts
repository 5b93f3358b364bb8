export { findNotesByRequest, notesOf } from './list-notes.ts'
export { routes } from './routes.ts'
export { personalData } from './personal-data.ts'
