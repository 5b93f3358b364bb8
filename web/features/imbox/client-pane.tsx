import { ActionIcon, Button, Tooltip } from '@mantine/core'
import {
  IconArrowLeft,
  IconBriefcase,
  IconExternalLink,
  IconLayoutSidebarRightCollapse,
  IconLock,
} from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { ConversationDetail, ConversationRow } from '#contract/conversations'
import { cardHref } from '../../lib/card-href.ts'
import { useSession } from '../../lib/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import { FieldsSkeleton } from '../../ui/skeletons.tsx'
import { useMakeCard } from '../chat/card-choice/use-make-card.tsx'
import { DealFields, DealStage } from '../deals/deal-fields.tsx'
import { PaneContact } from './pane-contact.tsx'
import { PaneCustomer } from './pane-customer.tsx'
import { PaneConversations } from './pane-conversations.tsx'
import { imboxWords } from './labels.ts'
import type { OpenedConversation } from './use-conversation.ts'
import classes from './pane.module.css'

type ClientPaneProps = {
  opened: OpenedConversation
  /** On a phone the pane is a page of its own. */
  onBack: (() => void) | null
  onHide: (() => void) | null
}

/** Right of the chat: who the client is, his deal, his other conversations. */
export function ClientPane({ opened, onBack, onHide }: ClientPaneProps): ReactElement {
  const say = useWords(imboxWords)
  const { detail, row, error, retry } = opened
  const href = row?.card ? cardHref(row.card) : null
  return (
    <div className={classes.pane}>
      <header className={classes.head}>
        {onBack && (
          <ActionIcon aria-label={say('c.back')} onClick={onBack} size={40}>
            <IconArrowLeft size={20} stroke={1.75} />
          </ActionIcon>
        )}
        <h2 className={classes.title}>{say('pane.title')}</h2>
        {href !== null && (
          <Tooltip label={`${say('pane.open')} · O`}>
            <ActionIcon component={AppLink} href={href} aria-label={say('pane.open')}>
              <IconExternalLink size={18} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
        )}
        {onHide && (
          <Tooltip label={`${say('pane.hide')} · ]`}>
            <ActionIcon aria-label={say('pane.hide')} onClick={onHide}>
              <IconLayoutSidebarRightCollapse size={18} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
        )}
      </header>
      {detail ? (
        <PaneBody detail={detail} />
      ) : error ? (
        <ErrorState title={say('pane.error')} error={error} onRetry={retry} />
      ) : (
        <FieldsSkeleton />
      )}
    </div>
  )
}

function PaneBody({ detail }: { detail: ConversationDetail }): ReactElement {
  const say = useWords(imboxWords)
  const format = useFormat()
  const { row, contact } = detail
  return (
    <>
      {detail.emptiedAt !== null && (
        <Notice tone="warn">{say('pane.emptied', { time: format.dateTime(detail.emptiedAt) })}</Notice>
      )}
      <PaneContact name={row.contact.name} contact={contact} row={row} />
      {detail.customer ? <PaneCustomer customer={detail.customer} /> : <PaneDeal detail={detail} />}
      <PaneConversations detail={detail} />
    </>
  )
}

function PaneDeal({ detail }: { detail: ConversationDetail }): ReactElement {
  const say = useWords(imboxWords)
  const { row, deal } = detail
  if (deal) {
    return (
      <Section title={say('pane.deal')} action={<span className={classes.id}>#{deal.id}</span>}>
        <AppLink href={`/deals/${deal.id}`} className={classes.dealName}>
          <bdi>{deal.name}</bdi>
        </AppLink>
        <DealStage deal={deal} />
        <div className={classes.fields}>
          <DealFields deal={deal} />
        </div>
      </Section>
    )
  }
  if (row.card) {
    return (
      <Section title={say('pane.deal')}>
        <EmptyState
          icon={<IconLock size={28} stroke={1.5} />}
          title={say('pane.noRights.title')}
          text={say('pane.noRights.text')}
        />
      </Section>
    )
  }
  return <NoCard row={row} />
}

function NoCard({ row }: { row: ConversationRow }): ReactElement {
  const say = useWords(imboxWords)
  const { rights } = useSession()
  const { make, isBusy, dialog } = useMakeCard(row)
  return (
    <Section title={say('pane.deal')}>
      <EmptyState
        icon={<IconBriefcase size={28} stroke={1.5} />}
        title={say('pane.noCard.title')}
        text={say('pane.noCard.text')}
        action={
          rights.addsDeals &&
          row.closedAt === null && (
            <Button variant="default" loading={isBusy} onClick={() => make('deal')}>
              {say('pane.noCard.create')}
            </Button>
          )
        }
      />
      {dialog}
    </Section>
  )
}
