import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { taskWords } from './labels.ts'

type Props = { isOpen: boolean; text: string; onDelete: () => void; onClose: () => void }

/** Asks once: a deleted task does not come back. */
export function DeleteTaskDialog({ isOpen, text, onDelete, onClose }: Props): ReactElement {
  const say = useWords(taskWords)
  const remove = (): void => {
    onClose()
    onDelete()
  }
  return (
    <Modal opened={isOpen} onClose={onClose} title={text} size="sm">
      <Stack gap="md">
        <Text size="sm">{say('task.delete.q')}</Text>
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
