import { Button } from '@mantine/core'
import { IconHeartHandshake } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { createCustomer } from '#contract/customers'
import { call } from '../../lib/api.ts'
import { useSession } from '../../lib/session.ts'
import { useCreate } from '../../lib/use-create.ts'
import { useWords } from '../../lib/words.ts'
import { useRequiredFields } from '../fields/use-required-fields.tsx'
import type { FilledFields } from '../fields/use-required-fields.tsx'
import { customerWords } from './labels.ts'

type Source = { contactId: number } | { dealId: number }

/** Makes a customer of a contact or a won deal and opens it; of a deal that has one already, that one is opened. */
export function MakeCustomerButton({ of }: { of: Source }): ReactElement | null {
  const say = useWords(customerWords)
  const { rights } = useSession()
  const router = useRouter()
  const create = useCreate()
  const required = useRequiredFields('customer', 'make')
  const [isBusy, setBusy] = useState(false)
  if (!rights.addsCustomers) return null
  const make = async (): Promise<void> => {
    const attempt = async (fields?: FilledFields): Promise<void> => {
      const wish = { ...of, fields }
      const { id } = await create(wish, (requestId) => call(createCustomer, { requestId, ...wish }))
      router.history.push(`/customers/${id}`)
    }
    setBusy(true)
    await attempt().catch(required.orAsk(attempt))
    setBusy(false)
  }
  return (
    <>
      <Button
        variant="light"
        size="xs"
        mt={6}
        loading={isBusy}
        leftSection={<IconHeartHandshake size={16} stroke={1.75} aria-hidden="true" />}
        onClick={() => void make()}
      >
        {say('cust.make')}
      </Button>
      {required.dialog}
    </>
  )
}
