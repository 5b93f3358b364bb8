import { Modal } from '@mantine/core'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { ChatChoice } from '#contract/forwards'
import type { MessageView } from '#contract/messages'
import { useWords } from '../../../lib/words.ts'
import { ChatPicker } from './chat-picker.tsx'
import { ForwardForm } from './forward-form.tsx'
import { forwardWords } from './labels.ts'

type ForwardDialogProps = {
  messages: readonly MessageView[]
  onClose: () => void
  /** They are on their way. */
  onDone?: () => void
}

/** To whom messages go, and what is said with them. */
export function ForwardDialog({ messages, onClose, onDone }: ForwardDialogProps): ReactElement {
  const say = useWords(forwardWords)
  const [chosen, setChosen] = useState<ChatChoice | null>(null)
  return (
    <Modal
      opened
      onClose={onClose}
      title={say('fwd.title', { count: messages.length })}
      closeButtonProps={{ 'aria-label': say('c.close') }}
    >
      {chosen ? (
        <ForwardForm
          chat={chosen}
          messages={messages}
          onBack={() => setChosen(null)}
          onSent={() => {
            onDone?.()
            onClose()
          }}
        />
      ) : (
        <ChatPicker onChoose={setChosen} />
      )}
    </Modal>
  )
}
