import { ActionIcon, Button, SegmentedControl } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconArrowLeft, IconBriefcaseOff } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { isApiError } from '../../lib/api-error.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Panes } from '../../ui/panes.tsx'
import { FieldsSkeleton } from '../../ui/skeletons.tsx'
import { useLiveConversations } from '../imbox/use-live-conversations.ts'
import { rememberChat } from '../writing/last-chat.ts'
import { WriteDialog } from '../writing/write-dialog.tsx'
import { DealMain } from './deal-main.tsx'
import { DealSide } from './deal-side.tsx'
import { dealWords } from './deal-labels.ts'
import { useDeal } from './use-deal.ts'
import classes from './deal.module.css'

/** The card of a deal: its fields left, everything that happened in the middle, the composer under it. */
export function DealPage(): ReactElement {
  const params: Record<string, string | undefined> = useParams({ strict: false })
  const dealId = Number(params.dealId)
  return <DealCard key={dealId} dealId={dealId} />
}

type View = 'feed' | 'fields'

function DealCard({ dealId }: { dealId: number }): ReactElement {
  const say = useWords(dealWords)
  const [view, setView] = useState<View>('feed')
  const isPhone = useMediaQuery('(width < 840px)') ?? false
  const [target, setTarget] = useState<{ chatId: string } | null>(null)
  const [writesTo, setWritesTo] = useState<number | null>(null)
  const { deal, error, retry } = useDeal(dealId)
  useLiveConversations()
  // Also when it went out of one's sight while its card was open.
  if (isApiError(error, 'deal.not_found') || isApiError(error, 'request.invalid')) return <Gone />
  if (!deal) {
    return error ? <ErrorState title={say('deal.error')} error={error} onRetry={retry} /> : <FieldsSkeleton />
  }
  const switcher = isPhone && (
    <div className={classes.switcher}>
      {view === 'feed' && (
        <ActionIcon component={AppLink} href="/deals" aria-label={say('deal.toList')} size={40}>
          <IconArrowLeft size={20} stroke={1.75} />
        </ActionIcon>
      )}
      <SegmentedControl
        className={classes.views}
        fullWidth
        value={view}
        onChange={(value) => setView(value === 'fields' ? 'fields' : 'feed')}
        data={[
          { value: 'feed', label: say('deal.view.feed') },
          { value: 'fields', label: say('deal.view.fields') },
        ]}
      />
    </div>
  )
  return (
    <Panes
      view={view === 'fields' ? 'list' : 'main'}
      listLabel={say('deal.fields')}
      mainLabel={say('deal.feed')}
      list={
        <>
          <title>{deal.name}</title>
          {switcher}
          <DealSide deal={deal} onWrite={setWritesTo} />
        </>
      }
    >
      {switcher}
      <DealMain deal={deal} target={target} onWrite={setWritesTo} />
      <WriteDialog
        contactId={writesTo}
        onClose={() => setWritesTo(null)}
        onChat={(chat) => {
          if (writesTo !== null) rememberChat(writesTo, chat.id)
          setView('feed')
          setTarget({ chatId: chat.id })
          return true
        }}
      />
    </Panes>
  )
}

function Gone(): ReactElement {
  const say = useWords(dealWords)
  return (
    <EmptyState
      icon={<IconBriefcaseOff size={28} stroke={1.5} />}
      title={say('deal.gone')}
      text={say('deal.gone.text')}
      action={
        <Button component={AppLink} href="/deals" variant="default">
          {say('deal.toList')}
        </Button>
      }
    />
  )
}
