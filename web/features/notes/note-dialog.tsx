import { Modal } from '@mantine/core'
import type { ReactElement } from 'react'
import type { EntityRef } from '#contract/common'
import type { NoteView } from '#contract/notes'
import { useWords } from '../../lib/words.ts'
import { noteWords } from './labels.ts'
import { NoteForm } from './note-form.tsx'

type Props = { isOpen: boolean; holder: EntityRef; before: NoteView | null; onClose: () => void }

/** Writes or changes a note. */
export function NoteDialog({ isOpen, holder, before, onClose }: Props): ReactElement {
  const say = useWords(noteWords)
  return (
    <Modal opened={isOpen} onClose={onClose} title={say(before ? 'note.edit' : 'note.add')} size="lg">
      {isOpen && <NoteForm holder={holder} before={before} onClose={onClose} />}
    </Modal>
  )
}
