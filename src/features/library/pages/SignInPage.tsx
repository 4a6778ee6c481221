import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ErrorNote } from '../components/states.tsx';
import { api } from '../services/api.ts';
import { sessionOfToken, setSession } from '../services/session.ts';

/** Sign-in: as one of the demo's people where they are offered, else with a token of the issuer. */
export function SignInPage() {
  const offer = useQuery({ queryKey: ['session', 'offer'], queryFn: api.sessionOffer });
  const [error, setError] = useState<unknown>(null);
  const signIn = async (as: string) => {
    try {
      setSession(await api.signIn(as));
    } catch (refusal) {
      setError(refusal);
    }
  };
  const people = offer.data?.demo_sign_ins ?? [];
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <title>Sign in · Ratebook</title>
      <div className="w-full max-w-sm">
        <h1 className="text-title font-semibold tracking-tight">Ratebook</h1>
        <p className="mt-1 text-quiet">
          What belongs together, what it costs, and where prices go.
        </p>
        <div className="card mt-5 grid gap-2 p-4">
          {people.length > 0 && (
            <>
              <p className="text-quiet">This is a demo on your own machine. Sign in as</p>
              {people.map(({ as, name }) => (
                <button
                  key={as}
                  type="button"
                  className="button h-10"
                  onClick={() => void signIn(as)}
                >
                  {name}
                </button>
              ))}
            </>
          )}
          {(offer.error || (offer.data && people.length === 0)) && <TokenForm />}
          {error !== null && <ErrorNote error={error} />}
        </div>
      </div>
    </main>
  );
}

function TokenForm() {
  const [refusal, setRefusal] = useState<string | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    try {
      setSession(sessionOfToken(String(new FormData(event.currentTarget).get('token'))));
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <form className="grid gap-2" onSubmit={submit}>
      <label className="grid gap-1 text-quiet">
        Access token of your sign-in
        <input name="token" required autoComplete="off" className="field code" />
      </label>
      {refusal && (
        <p role="alert" className="text-bad">
          {refusal}
        </p>
      )}
      <button type="submit" className="button-primary justify-center">
        Sign in
      </button>
    </form>
  );
}
