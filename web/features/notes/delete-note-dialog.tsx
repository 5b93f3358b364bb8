import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { noteWords } from './labels.ts'

type Props = { isOpen: boolean; onDelete: () => void; onClose: () => void }

/** Asks once: a deleted note does not come back. */
export function DeleteNoteDialog({ isOpen, onDelete, onClose }: Props): ReactElement {
  const say = useWords(noteWords)
  const remove = (): void => {
    onClose()
    onDelete()
  }
  return (
    <Modal opened={isOpen} onClose={onClose} title={say('note.one')} size="sm">
      <Stack gap="md">
        <Text size="sm">{say('note.delete.q')}</Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus>
            {say('c.cancel')}
          </Button>
          <Button color="red" onClick={remove}>
            {say('c.delete')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
