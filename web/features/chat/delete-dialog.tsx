import { Button, Group, Modal, Text } from '@mantine/core'
import type { ReactElement } from 'react'
import type { MessageView } from '#contract/messages'
import { useWords } from '../../lib/words.ts'
import { chatWords } from './labels.ts'
import { useMessageChanges } from './use-message-changes.ts'

/** Asks once: what the client has seen cannot be put back. */
export function DeleteDialog({
  message,
  onClose,
}: {
  message: MessageView
  onClose: () => void
}): ReactElement {
  const say = useWords(chatWords)
  const { remove } = useMessageChanges(message)
  return (
    <Modal
      opened
      onClose={onClose}
      title={say('msg.delete.title')}
      closeButtonProps={{ 'aria-label': say('c.close') }}
    >
      <Text size="sm">{say('msg.delete.text')}</Text>
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={onClose} data-autofocus>
          {say('c.cancel')}
        </Button>
        <Button
          color="red"
          onClick={() => {
            remove()
            onClose()
          }}
        >
          {say('msg.delete')}
        </Button>
      </Group>
    </Modal>
  )
}
