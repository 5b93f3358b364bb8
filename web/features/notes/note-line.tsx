import type { ReactElement, ReactNode } from 'react'
import type { NoteView } from '#contract/notes'
import { NoteCard } from './note-card.tsx'
import classes from './notes.module.css'

/** A note in the feed of its card. `on`: where notes of several are mixed, on which one it stands. */
export function NoteLine({ note, on }: { note: NoteView; on?: ReactNode }): ReactElement {
  return (
    <div className={classes.line}>
      {on}
      <NoteCard note={note} />
    </div>
  )
}
