import { Button, Group, Modal, Text } from '@mantine/core'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { chatWords } from './labels.ts'

type CloseDialogProps = {
  /** The conversation that could not be closed; null: closed dialog. */
  number: number | null
  onRead: () => void
  onAnyway: () => void
}

/** The client wrote while the conversation was being closed (R5). */
export function CloseDialog({ number, onRead, onAnyway }: CloseDialogProps): ReactElement {
  const say = useWords(chatWords)
  return (
    <Modal opened={number !== null} onClose={onRead} title={say('talk.newMessage.title')}>
      <Text size="sm">{say('talk.newMessage.text', { number: number ?? 0 })}</Text>
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={onAnyway}>
          {say('talk.newMessage.close')}
        </Button>
        <Button onClick={onRead} data-autofocus>
          {say('talk.newMessage.read')}
        </Button>
      </Group>
    </Modal>
  )
}
