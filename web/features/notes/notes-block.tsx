import { ActionIcon, Button, Skeleton, Tooltip } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { EntityRef } from '#contract/common'
import { useWords } from '../../lib/words.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { Section } from '../../ui/section.tsx'
import { noteWords } from './labels.ts'
import { NoteCard } from './note-card.tsx'
import { NoteDialog } from './note-dialog.tsx'
import { useNotes } from './notes-data.ts'
import classes from './notes.module.css'

/** Notes on what has no feed: a contact, a company. Pinned ones first. */
export function NotesBlock({ holder, canEdit }: { holder: EntityRef; canEdit: boolean }): ReactElement {
  const say = useWords(noteWords)
  const notes = useNotes(holder)
  const [isAdding, setAdding] = useState(false)
  const rows = notes.data?.pages.flatMap(({ items }) => items) ?? []
  const inOrder = [...rows.filter((note) => note.isPinned), ...rows.filter((note) => !note.isPinned)]
  const add = canEdit && (
    <Tooltip label={say('note.add')}>
      <ActionIcon aria-label={say('note.add')} onClick={() => setAdding(true)}>
        <IconPlus size={18} stroke={1.75} />
      </ActionIcon>
    </Tooltip>
  )
  return (
    <Section title={say('note.title')} action={add}>
      {notes.isPending && <Skeleton height={48} />}
      {notes.error && rows.length === 0 && (
        <ErrorState title={say('note.error')} error={notes.error} onRetry={() => void notes.refetch()} />
      )}
      {notes.data && rows.length === 0 && <p className={classes.none}>{say('note.none')}</p>}
      <div className={classes.stack}>
        {inOrder.map((note) => (
          <NoteCard key={note.id} note={note} />
        ))}
      </div>
      {notes.hasNextPage && (
        <Button
          mt={8}
          variant="default"
          loading={notes.isFetchingNextPage}
          onClick={() => void notes.fetchNextPage()}
        >
          {say('c.more')}
        </Button>
      )}
      <NoteDialog isOpen={isAdding} holder={holder} before={null} onClose={() => setAdding(false)} />
    </Section>
  )
}
