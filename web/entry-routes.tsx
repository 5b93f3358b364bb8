import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { getSetup } from '#contract/people'
import { root } from './app-route.tsx'
import { call } from './lib/api.ts'
import { isOwnPath } from './own-path.ts'

// Pages for who is not signed in.
const SignInPage = lazyRouteComponent(() => import('./features/people/sign-in-page.tsx'), 'SignInPage')
export const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { next?: string } => (isOwnPath(search.next) ? { next: search.next } : {}),
  beforeLoad: async () => {
    if (await isSetupNeeded()) throw redirect({ to: '/setup', replace: true })
  },
  component: function SignIn(): ReactElement {
    return <SignInPage next={signIn.useSearch().next} />
  },
})

export const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  beforeLoad: async () => {
    if (!(await isSetupNeeded())) throw redirect({ to: '/sign-in', replace: true })
  },
  component: lazyRouteComponent(() => import('./features/people/setup-page.tsx'), 'SetupPage'),
})

const ForgotPage = lazyRouteComponent(() => import('./features/people/forgot-page.tsx'), 'ForgotPage')
export const forgot = createRoute({ getParentRoute: () => root, path: '/forgot', component: ForgotPage })

const ResetPage = lazyRouteComponent(() => import('./features/people/reset-page.tsx'), 'ResetPage')
export const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset/$token',
  component: function Reset(): ReactElement {
    return <ResetPage token={reset.useParams().token} />
  },
})

const InvitePage = lazyRouteComponent(() => import('./features/people/invite-page.tsx'), 'InvitePage')
export const invite = createRoute({
  getParentRoute: () => root,
  path: '/invite/$token',
  component: function Invite(): ReactElement {
    return <InvitePage token={invite.useParams().token} />
  },
})

async function isSetupNeeded(): Promise<boolean> {
  const { isNeeded } = await call(getSetup)
  return isNeeded
}
