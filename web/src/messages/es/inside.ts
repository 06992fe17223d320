import type { InsideWords } from '../en/inside';
import { formats } from '../formats';
import { customers } from './customers';
import { imports } from './imports';
import { profile } from './profile';
import { requests } from './requests';
import { settings } from './settings';

const number = (n: number) => formats('es').number(n);

/** Spanish words of the pages behind sign-in. */
export const inside: InsideWords = {
  nav: {
    label: 'Menú principal',
    home: 'Inicio',
    requests: 'Solicitudes',
    newRequest: 'Nueva solicitud',
    queue: 'Cola',
    held: 'Correo retenido',
    notifications: 'Notificaciones',
    customers: 'Clientes',
    team: 'Equipo',
    settings: 'Configuración',
    menu: 'Su menú',
    profile: 'Su perfil',
    signOut: 'Cerrar sesión',
    signingOut: 'Cerrando sesión…',
  },

  role: { customer: 'Cliente', agent: 'Agente', administrator: 'Administrador' },
  state: { invited: 'Sin activar', active: 'Activo', suspended: 'Suspendido' },
  languages: { en: 'Inglés', fr: 'Francés', it: 'Italiano', de: 'Alemán', es: 'Español', pt: 'Portugués', nl: 'Neerlandés' },

  home: {
    title: (name) => `Hola, ${name}`,
    open: 'Solicitudes abiertas',
    emptyTitle: 'No hay solicitudes abiertas',
    empty: 'Aquí aparecerán sus solicitudes al equipo, con su estado y la última respuesta, hasta que se resuelvan.',
    links: 'Enlaces rápidos',
    linksEmpty: 'Aquí aparecerán los enlaces que el equipo elija para usted.',
    external: '(otro sitio web)',
  },

  load: {
    failedTitle: 'No se ha podido cargar',
    notFoundTitle: 'No encontrado',
    notFound: 'Aquí no hay nadie. Puede que la dirección esté incompleta.',
  },

  list: {
    more: 'Cargar más',
    end: (n) => (n === 1 ? 'No hay más que uno.' : `Son ${number(n)} en total.`),
    loaded: (n) => (n === 1 ? 'Hay 1 más en la lista.' : `Hay ${number(n)} más en la lista.`),
    added: 'Alta',
    state: 'Estado',
  },

  team: {
    title: 'Equipo',
    intro: 'Los agentes atienden a los clientes. Los administradores se ocupan además del equipo y de la configuración.',
    new: 'Invitar al equipo',
    none: 'Todavía no hay nadie',
    noneText: 'Aquí aparecerán las personas que responden a los clientes.',
  },

  newAgent: {
    title: 'Invitar al equipo',
    intro: 'La persona recibe un correo con un enlace para elegir una contraseña.',
    role: 'Rol',
    submit: 'Enviar invitación',
    nameMissing: 'Escriba un nombre.',
    emailMissing: 'Escriba una dirección de correo electrónico.',
    invited: (name) => `Se ha invitado a ${name}.`,
    taken: 'Alguien del equipo ya tiene esta dirección de correo electrónico.',
    takenOpen: 'Abrir esa persona',
  },

  notifications: {
    title: 'Notificaciones',
    intro: 'De qué se le avisa por correo en cada servicio. La elección es solo suya; sus compañeros tienen la suya.',
    newRequests: 'Solicitudes nuevas',
    newRequestsHint: 'Un correo cuando un cliente abre una solicitud para este servicio.',
    replies: 'Respuestas de clientes',
    none: 'Ninguna',
    mine: 'A las solicitudes asignadas a mí',
    all: 'A cualquier solicitud de este servicio',
    noServices: 'Todavía no se ha configurado ningún servicio.',
    changed: (n) => (n === 1 ? 'Hay un cambio sin guardar' : `Hay ${number(n)} cambios sin guardar`),
    save: 'Guardar',
    discard: 'Descartar',
    saved: 'Su elección está guardada.',
    tooManyTitle: 'Demasiados servicios a la vez',
    tooMany: 'No se ha guardado nada. Guarde después de elegir para 49 servicios como máximo y continúe con los demás.',
    conflictTitle: 'Lo ha cambiado en otro lugar',
    conflict: 'Entretanto, su elección se ha cambiado en otra ventana. Así está ahora; lo que había elegido aquí no se ha guardado.',
  },

  ...customers,
  ...requests,
  imports,
  settings,
  profile,
};
