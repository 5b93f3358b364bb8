export { findNotesByRequest, notesOf } from './list-notes.ts'
export { routes } from './routes.ts'
