/** With what codes the server closes live updates for good: the session is over, or the page is shown to somebody else. */
export const liveEnd = { signedOut: 4401, ofAnother: 4409 } as const
