// A real OpenID provider on loopback. Prints its issuer, and runs until it is killed.
import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import Provider from 'oidc-provider';

const people = {
  'sun.qi': { preferred_username: 'sun.qi', roles: ['grid-foreman'], person: 'demo-sun-qi' },
  visitor: { preferred_username: 'visitor', roles: ['guest'] },
};

const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'gongdan',
        client_secret: 'a secret/for+tests',
        redirect_uris: ['http://gongdan.test/sign-on/return'],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        application_type: 'web',
      },
    ],
    jwks: { keys: [{ ...key, kid: 'k1', use: 'sig', alg: 'RS256' }] },
    pkce: { required: () => true, methods: ['S256'] },
    conformIdTokenClaims: false,
    claims: { openid: ['sub'], profile: ['preferred_username', 'roles', 'person'] },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: `subject-${id}`, ...people[id] }) }),
    cookies: { keys: ['only for tests'] },
  });
  server.on('request', provider.callback());
  console.log(issuer);
});
