import { Button } from '@mantine/core'
import { IconBriefcaseOff } from '@tabler/icons-react'
import { useParams, useRouter } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import type { ReactElement } from 'react'
import type { DealView } from '#contract/deals'
import { isApiError } from '../../lib/api-error.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { FieldsSkeleton } from '../../ui/skeletons.tsx'
import { CardPage } from '../cards/card-page.tsx'
import { DealSide } from './deal-side.tsx'
import { dealWords } from './deal-labels.ts'
import { useDeal } from './use-deal.ts'

/** The page of a deal. */
export function DealPage(): ReactElement {
  const params: Record<string, string | undefined> = useParams({ strict: false })
  const dealId = Number(params.dealId)
  return <DealCard key={dealId} dealId={dealId} />
}

function DealCard({ dealId }: { dealId: number }): ReactElement {
  const say = useWords(dealWords)
  const router = useRouter()
  const { deal, error, retry } = useDeal(dealId)
  // An incoming lead that was joined to another deal is read there.
  const isElsewhere = deal !== undefined && deal.id !== dealId
  useEffect(() => {
    if (isElsewhere) router.history.replace(`/deals/${deal.id}`)
  }, [isElsewhere, deal?.id, router])
  // Also when it went out of one's sight while its card was open.
  if (isApiError(error, 'deal.not_found') || isApiError(error, 'request.invalid')) return <Gone />
  if (!deal) {
    return error ? <ErrorState title={say('deal.error')} error={error} onRetry={retry} /> : <FieldsSkeleton />
  }
  return <LoadedCard deal={deal} />
}

function LoadedCard({ deal }: { deal: DealView }): ReactElement {
  const say = useWords(dealWords)
  const card = useMemo(() => ({ kind: 'deal' as const, ...deal }), [deal])
  return (
    <CardPage
      card={card}
      back={{ href: '/deals', label: say('deal.toList') }}
      sideLabel={say('deal.fields')}
      renderSide={(onWrite) => <DealSide deal={deal} onWrite={onWrite} />}
    />
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
