import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { EntityRef } from '#contract/common'
import { useWords } from '../../lib/words.ts'
import { noteWords } from './labels.ts'
import { NoteCard } from './note-card.tsx'
import { usePinnedNotes } from './notes-data.ts'
import classes from './notes.module.css'

/** Pinned notes above the feed: the newest one, the others on demand. */
export function PinnedNotes({ holder }: { holder: EntityRef }): ReactElement | null {
  const say = useWords(noteWords)
  const pinned = usePinnedNotes(holder)
  const [isOpen, setOpen] = useState(false)
  const shown = isOpen ? pinned : pinned.slice(0, 1)
  if (pinned.length === 0) return null
  return (
    <section className={classes.pinned} aria-label={say('note.pinned.all', { count: pinned.length })}>
      {shown.map((note) => (
        <NoteCard key={note.id} note={note} />
      ))}
      {pinned.length > 1 && (
        <Button size="compact-sm" variant="subtle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? say('note.pinned.less') : say('note.pinned.more', { count: pinned.length })}
        </Button>
      )}
    </section>
  )
}
