/** Success or a domain error as plain data. Exceptions stay for bugs and a lost database. */
export type Result<T, E> = Ok<T> | Err<E>;
export type Ok<T> = Readonly<{ ok: true; value: T }>;
export type Err<E> = Readonly<{ ok: false; error: E }>;

export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

export function err<E>(error: E): Err<E> {
  return { ok: false, error };
}
