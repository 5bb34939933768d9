import userEvent, { type UserEvent } from '@testing-library/user-event';

/** Somebody who types and clicks at once, without waiting between keys. */
export function quickUser(): UserEvent {
  return userEvent.setup({ delay: null, pointerEventsCheck: 0 });
}
