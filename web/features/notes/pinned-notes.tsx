import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { EntityRef } from '#contract/common'
import { useWords } from '../../lib/words.ts'
import { noteWords } from './labels.ts'
import { NoteCard } from './note-card.tsx'
import { usePinnedNotes } from './notes-data.ts'
import classes from './notes.module.css'

const briefChars = 200

/** Pinned notes above the feed: the newest one, the others on demand. */
export function PinnedNotes({ holder }: { holder: EntityRef }): ReactElement | null {
  const say = useWords(noteWords)
  const pinned = usePinnedNotes(holder)
  const [isOpen, setOpen] = useState(false)
  const [first] = pinned
  const isLong = first !== undefined && (first.files.length > 0 || first.text.length > briefChars)
  const shown = isOpen ? pinned : pinned.slice(0, 1)
  if (pinned.length === 0) return null
  return (
    <section className={classes.pinned} aria-label={say('note.pinned.all', { count: pinned.length })}>
      {shown.map((note) => (
        <NoteCard key={note.id} note={note} isBrief={!isOpen} />
      ))}
      {(pinned.length > 1 || isLong) && (
        <Button size="compact-sm" variant="subtle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {say(isOpen ? 'note.pinned.less' : pinned.length > 1 ? 'note.pinned.more' : 'note.pinned.whole', {
            count: pinned.length,
          })}
        </Button>
      )}
    </section>
  )
}
