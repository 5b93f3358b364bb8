import type { ReactElement } from 'react'
import type { CustomerView } from '#contract/customers'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { Section } from '../../ui/section.tsx'
import { CustomerFields, CustomerStage } from '../customers/customer-fields.tsx'
import { customerWords } from '../customers/labels.ts'
import classes from './pane.module.css'

/** The customer that the conversation belongs to. */
export function PaneCustomer({ customer }: { customer: CustomerView }): ReactElement {
  const say = useWords(customerWords)
  return (
    <Section title={say('cust.col.name')} action={<span className={classes.id}>#{customer.id}</span>}>
      <AppLink href={`/customers/${customer.id}`} className={classes.dealName}>
        <bdi>{customer.name}</bdi>
      </AppLink>
      <CustomerStage customer={customer} />
      <div className={classes.fields}>
        <CustomerFields customer={customer} />
      </div>
    </Section>
  )
}
