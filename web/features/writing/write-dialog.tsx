import { Modal } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { FieldsSkeleton } from '../../ui/skeletons.tsx'
import { ChatChoices } from './chat-choices.tsx'
import { ComposeHere } from './compose-here.tsx'
import { writingWords } from './labels.ts'
import { StartLink } from './start-link.tsx'
import { useWriting } from './use-writing.ts'
import type { OtherChannel, WritableChat } from './use-writing.ts'

type WriteDialogProps = {
  /** null: it is closed. */
  contactId: number | null
  onClose: () => void
  /** Takes the choice over; false: it is written here, in the dialog. */
  onChat: (chat: WritableChat) => boolean
}

/** In which chat a contact is to be written to; and where it has none, how one begins. */
export function WriteDialog({ contactId, onClose, onChat }: WriteDialogProps): ReactElement {
  const say = useWords(writingWords)
  const isPhone = useMediaQuery('(width < 560px)') ?? false
  return (
    <Modal opened={contactId !== null} onClose={onClose} title={say('write.title')} fullScreen={isPhone}>
      {contactId !== null && (
        <WriteSteps key={contactId} contactId={contactId} onClose={onClose} onChat={onChat} />
      )}
    </Modal>
  )
}

type Step = { at: 'choose' } | { at: 'link'; channel: OtherChannel } | { at: 'write'; chat: WritableChat }

function WriteSteps({
  contactId,
  onClose,
  onChat,
}: Omit<WriteDialogProps, 'contactId'> & { contactId: number }): ReactElement {
  const say = useWords(writingWords)
  const writing = useWriting(contactId)
  const [step, setStep] = useState<Step>({ at: 'choose' })
  const choose = (chat: WritableChat): void => {
    if (onChat(chat)) onClose()
    else setStep({ at: 'write', chat })
  }
  if (!writing.data) {
    return writing.error ? (
      <ErrorState title={say('write.error')} error={writing.error} onRetry={() => void writing.refetch()} />
    ) : (
      <FieldsSkeleton />
    )
  }
  const back = (): void => setStep({ at: 'choose' })
  if (step.at === 'link') {
    const { channel } = step
    const arrived = writing.data.chats.find((chat) => chat.channel.id === channel.id) ?? null
    return (
      <StartLink
        contact={writing.data.contact}
        channel={channel}
        arrived={arrived}
        onWrite={choose}
        onBack={back}
      />
    )
  }
  if (step.at === 'write') return <ComposeHere chat={step.chat} onSent={onClose} onBack={back} />
  return (
    <ChatChoices
      writing={writing.data}
      onChat={choose}
      onLink={(channel) => setStep({ at: 'link', channel })}
    />
  )
}
