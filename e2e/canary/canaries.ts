/** One invented value of a kind, in words in which people say it. */
export interface Canary {
  readonly kind: string;
  readonly says: string;
  /** What must be found nowhere: the value, with words before it where the value alone is short enough to be met by chance. */
  readonly secret: string;
  /** Agents may read it by the default policy; everything else must not. */
  readonly forAgents?: true;
}

const canary = (kind: string, before: string, secret: string): Canary => ({
  kind,
  says: `${before}${secret}`,
  secret,
});

/** All kinds of value that the default policy hides, and those that it lets agents read. */
export const CANARIES: readonly Canary[] = [
  canary('payment card', 'my card is ', '4556 7375 8689 9855'),
  canary('payment card in other digits', 'my card is ', '٤٥٥٦ ٧٣٧٥ ٨٦٨٩ ٩٨٥٥'),
  canary('security code', 'the security ', 'code is cvv 917'),
  canary('card expiry', 'the card ', 'expires 08/31'),
  canary('IBAN', 'my IBAN is ', 'GB33 BUKB 2020 1555 5555 55'),
  canary('bank code', 'my routing number is ', '021000021'),
  canary('account number', 'my account number is ', '9930284417'),
  canary('e-mail address', 'write to ', 'quinn.canary@larkmail.example'),
  canary('phone number', 'call me on ', '+1 415 555 2671'),
  canary('API key', 'the api key is ', 'sk_live_9fJ2kQ7mXw4Lr8Tn3Vb6'),
  canary(
    'JSON Web Token',
    'the token is ',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ3cmVuIn0.c2lnbmF0dXJlLWNhbmFyeQ',
  ),
  canary('password in a URL', 'open ', 'https://quinn:S3cretWren@intranet.example'),
  canary('password', 'my password is ', 'Wren!Canary77'),
  canary('PIN', 'my PIN is ', '73925183'),
  canary('one-time code', 'the verification code is ', '60481795'),
  canary('US Social Security number', 'my SSN is ', '219-09-9940'),
  canary('US taxpayer number', 'my ITIN is ', '912-78-4321'),
  canary('Canadian social insurance number', 'my SIN is ', '046 454 286'),
  canary('UK National Insurance number', 'my NI number is ', 'AB 48 21 63 C'),
  canary('passport', 'my passport number is ', 'X48217365'),
  canary('driving license', 'my driver license number is ', 'D7392618'),
  canary('medical record', 'my patient id is MRN ', '58203917'),
  canary('date of birth', 'my dob is ', '17/03/1968'),
  canary('IP address', 'my ip address is ', '203.0.113.77'),
  canary('MAC address', 'the mac address is ', '3c:22:fb:9a:d1:07'),
  canary('wallet', 'my btc wallet is ', '1BoatSLRHtKNngkdXEeobR76b53LETtpyT'),
  canary('vehicle', 'my VIN is ', '1HGCM82633A004352'),
  canary('Spanish identity number', 'my DNI is ', '58372916F'),
  canary('Polish identity number', 'my PESEL is ', '44051401359'),
  canary('German tax number', 'my steuer-id is ', '86095742719'),
  canary('user name', 'my username: ', 'wren_canary_77'),
  canary('device', 'my IMEI is ', '490154203237518'),
  canary('coordinates', 'I am at ', '52.520812, 13.404954'),
  { ...canary('name', 'my name is ', 'Quinn Wrenfield'), forAgents: true },
  { ...canary('address', 'I live at ', '742 Larkspur Terrace'), forAgents: true },
  { ...canary('postcode', 'my postcode is ', 'SW1A 2AA'), forAgents: true },
];
