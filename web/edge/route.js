// A CloudFront Function (runtime cloudfront-js-2.0, event viewer-request) that routes the single-page app: an address
// that names no file belongs to the app, so it gets the app's page. Custom error responses cannot do this, because
// they would replace the API's 404s as well.
function handler(event) {
  var request = event.request;
  var uri = request.uri;
  var last = uri.substring(uri.lastIndexOf('/') + 1);
  if (uri.startsWith('/api/') || uri.startsWith('/assets/') || last.indexOf('.') >= 0) {
    return request;
  }
  request.uri = '/index.html';
  return request;
}
