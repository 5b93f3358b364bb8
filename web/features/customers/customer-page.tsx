import { Button } from '@mantine/core'
import { IconUserOff } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { ReactElement } from 'react'
import type { CustomerView } from '#contract/customers'
import { isApiError } from '../../lib/api-error.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { FieldsSkeleton } from '../../ui/skeletons.tsx'
import { CardPage } from '../cards/card-page.tsx'
import { CustomerSide } from './customer-side.tsx'
import { customerWords } from './labels.ts'
import { useCustomer } from './use-customer.ts'

/** The page of a customer. */
export function CustomerPage(): ReactElement {
  const params: Record<string, string | undefined> = useParams({ strict: false })
  const customerId = Number(params.customerId)
  return <CustomerCard key={customerId} customerId={customerId} />
}

function CustomerCard({ customerId }: { customerId: number }): ReactElement {
  const say = useWords(customerWords)
  const { customer, error, retry } = useCustomer(customerId)
  // Also when it went out of one's sight while its card was open.
  if (isApiError(error, 'customer.not_found') || isApiError(error, 'request.invalid')) return <Gone />
  if (customer) return <LoadedCard customer={customer} />
  return error ? (
    <ErrorState title={say('cust.card.error')} error={error} onRetry={retry} />
  ) : (
    <FieldsSkeleton />
  )
}

function LoadedCard({ customer }: { customer: CustomerView }): ReactElement {
  const say = useWords(customerWords)
  const card = useMemo(() => ({ kind: 'customer' as const, ...customer }), [customer])
  return (
    <CardPage
      card={card}
      back={{ href: '/customers', label: say('cust.toList') }}
      sideLabel={say('cust.fields')}
      renderSide={(onWrite) => <CustomerSide customer={customer} onWrite={onWrite} />}
    />
  )
}

function Gone(): ReactElement {
  const say = useWords(customerWords)
  return (
    <EmptyState
      icon={<IconUserOff size={28} stroke={1.5} />}
      title={say('cust.gone')}
      text={say('cust.gone.text')}
      action={
        <Button component={AppLink} href="/customers" variant="default">
          {say('cust.toList')}
        </Button>
      }
    />
  )
}
