import type { ReactElement } from 'react'
import type { ContactView } from '#contract/contacts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { Section } from '../../ui/section.tsx'
import { customerWords } from './labels.ts'
import { MakeCustomerButton } from './make-customer-button.tsx'
import classes from '../contacts/contact.module.css'

/** The customers a contact belongs to. */
export function ContactCustomers({ contact }: { contact: ContactView }): ReactElement {
  const say = useWords(customerWords)
  return (
    <Section title={say('cust.title')} count={contact.customers.length}>
      {contact.customers.map(({ id, name, stageName, stageColor }) => (
        <AppLink key={id} href={`/customers/${id}`} className={classes.link} title={name}>
          <span className={classes.dot} style={{ background: `var(--stage-${stageColor})` }} />
          <bdi className={classes.linkName}>{name}</bdi>
          <bdi className={classes.quiet}>{stageName}</bdi>
        </AppLink>
      ))}
      {contact.customers.length === 0 && <MakeCustomerButton of={{ contactId: contact.id }} />}
    </Section>
  )
}
