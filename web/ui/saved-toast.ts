import { say } from '../lib/words.ts'
import { changedTo } from './changed-meanwhile.tsx'
import { changedWords } from './changed-words.ts'
import { errorToast, failureToast, undoToast } from './toasts.tsx'

/** Says that a change is saved, and takes it back for whoever asks, as long as nobody has changed the same since. */
export function savedToast(undo: () => Promise<unknown>): void {
  undoToast(say(changedWords)('changed.saved'), () => {
    undo().catch(undoFailed)
  })
}

/** Says why a change could not be taken back. */
export function undoFailed(error: unknown): void {
  if (changedTo(error)) failureToast(say(changedWords)('changed.gone'))
  else errorToast(error)
}
