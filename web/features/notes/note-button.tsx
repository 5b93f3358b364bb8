import { ActionIcon, Tooltip } from '@mantine/core'
import { IconNote } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { EntityRef } from '#contract/common'
import { useWords } from '../../lib/words.ts'
import { noteWords } from './labels.ts'
import { NoteDialog } from './note-dialog.tsx'

/** Begins a note on a card. */
export function NoteButton({ holder }: { holder: EntityRef }): ReactElement {
  const say = useWords(noteWords)
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Tooltip label={say('note.add')}>
        <ActionIcon size={36} aria-label={say('note.add')} onClick={() => setOpen(true)}>
          <IconNote size={18} stroke={1.75} />
        </ActionIcon>
      </Tooltip>
      <NoteDialog isOpen={isOpen} holder={holder} before={null} onClose={() => setOpen(false)} />
    </>
  )
}
