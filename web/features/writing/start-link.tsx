import { Button, Loader } from '@mantine/core'
import { IconArrowLeft, IconCircleCheck } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { WritingView } from '#contract/writing'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { FieldsSkeleton } from '../../ui/skeletons.tsx'
import { CopyField } from '../settings/copy-field.tsx'
import { QrCode } from '../settings/qr-code.tsx'
import { writingWords } from './labels.ts'
import { useStartLink } from './use-writing.ts'
import type { OtherChannel, WritableChat } from './use-writing.ts'
import classes from './writing.module.css'

type StartLinkProps = {
  contact: WritingView['contact']
  channel: OtherChannel
  /** The chat, once the client has come. */
  arrived: WritableChat | null
  onWrite: (chat: WritableChat) => void
  onBack: () => void
}

/** The link to hand to the client, how it works, and whether he has come. */
export function StartLink({ contact, channel, arrived, onWrite, onBack }: StartLinkProps): ReactElement {
  const say = useWords(writingWords)
  const format = useFormat()
  const link = useStartLink(contact.id, channel.id)
  const how = channel.kind === 'website' ? null : say(`write.how.${channel.kind}`)
  return (
    <div className={classes.step}>
      <Back onBack={onBack} />
      <h3 className={classes.heading}>{say('write.link.title', { channel: channel.name })}</h3>
      {link.data ? (
        <>
          <CopyField text={link.data.url} label={say('write.link.label')} action={say('write.link.copy')} />
          <QrCode link={link.data.url} label={say('write.link.qr')} />
          <p className={classes.quiet}>
            {[how, say('write.once', { name: contact.name, date: format.date(link.data.expiresAt) })]
              .filter(Boolean)
              .join(' ')}
          </p>
          <div role="status" className={classes.wait}>
            {arrived ? (
              <IconCircleCheck size={20} stroke={1.75} aria-hidden />
            ) : (
              <Loader size={16} aria-hidden />
            )}
            {arrived ? say('write.came') : say('write.waits')}
            {arrived && <Button onClick={() => onWrite(arrived)}>{say('write.do')}</Button>}
          </div>
        </>
      ) : link.error ? (
        <ErrorState title={say('write.link.error')} error={link.error} onRetry={() => void link.refetch()} />
      ) : (
        <FieldsSkeleton />
      )}
    </div>
  )
}

export function Back({ onBack }: { onBack: () => void }): ReactElement {
  const say = useWords(writingWords)
  return (
    <div>
      <Button
        className={classes.linkButton}
        variant="subtle"
        size="xs"
        data-autofocus
        leftSection={<IconArrowLeft size={16} stroke={1.75} aria-hidden />}
        onClick={onBack}
      >
        {say('write.back')}
      </Button>
    </div>
  )
}
