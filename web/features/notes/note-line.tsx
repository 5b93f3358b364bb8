import type { ReactElement } from 'react'
import type { NoteView } from '#contract/notes'
import { NoteCard } from './note-card.tsx'
import classes from './notes.module.css'

/** A note in the feed of its card. */
export function NoteLine({ note }: { note: NoteView }): ReactElement {
  return (
    <div className={classes.line}>
      <NoteCard note={note} />
    </div>
  )
}
