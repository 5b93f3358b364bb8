/** For how long clients wait who are looked for, as one chooses it; 0: all who wait. */
export const waitingMinutes = [0, 5, 15, 30, 60, 240, 1440] as const
